import CModbus
import Glibc

/// Runs blocking work on a thread of its own and returns when it is done.
func onOwnThread(named name: String, _ body: @escaping @Sendable () -> Void) async {
    await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
        let work = Work(name: String(decoding: name.utf8.prefix(15), as: UTF8.self), body: body, done: continuation)
        var thread = pthread_t()
        let argument = unsafe Unmanaged.passRetained(work).toOpaque()
        let code = unsafe pthread_create(&thread, nil, { unsafe runWork($0) }, argument)
        precondition(code == 0, "no thread could be made: error \(code)")
        pthread_detach(thread)
    }
}

private final class Work: Sendable {
    let name: String
    let body: @Sendable () -> Void
    let done: CheckedContinuation<Void, Never>

    init(name: String, body: @escaping @Sendable () -> Void, done: CheckedContinuation<Void, Never>) {
        self.name = name
        self.body = body
        self.done = done
    }
}

private func runWork(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument = unsafe argument else { return nil }
    let work = unsafe Unmanaged<Work>.fromOpaque(argument).takeRetainedValue()
    unsafe pthread_setname_np(pthread_self(), work.name)
    work.body()
    work.done.resume()
    return nil
}
