import CModbus
import Dispatch
import Glibc
import Synchronization

/// An executor with a thread of its own, for an actor that makes blocking calls.
///
/// A line is used by one at a time, and libmodbus blocks until the answer is there: so a bus is an actor, and the
/// actor is a thread. Neither the shared pool nor the network's threads ever wait for a meter.
package final class DedicatedThread: SerialExecutor {
    private let queue = Queue()

    /// The name shows in `top -H`; Linux takes 15 bytes of it. The niceness is as for `nice`: the more, the more the
    /// thread gives way to others.
    package init(name: String, niceness: CInt = 0) {
        let start = Start(
            queue: queue, name: String(decoding: name.utf8.prefix(15), as: UTF8.self), niceness: niceness)
        var thread = pthread_t()
        let argument = unsafe Unmanaged.passRetained(start).toOpaque()
        let code = unsafe pthread_create(&thread, nil, { unsafe DedicatedThread.main($0) }, argument)
        precondition(code == 0, "no thread could be made: error \(code)")
        pthread_detach(thread)
    }

    deinit { queue.close() }

    package func enqueue(_ job: consuming ExecutorJob) {
        queue.append(Work(job: UnownedJob(job), executor: self))
    }

    private struct Work: Sendable {
        let job: UnownedJob
        /// Kept alive until the job is done.
        let executor: DedicatedThread

        func run() { unsafe job.runSynchronously(on: executor.asUnownedSerialExecutor()) }
    }

    /// What waits for the thread; the thread owns this and not the executor, so that it ends when nobody else does.
    private final class Queue: Sendable {
        private let state = Mutex<(work: [Work], isClosed: Bool)>(([], false))
        private let bell = DispatchSemaphore(value: 0)

        func append(_ work: Work) {
            state.withLock { $0.work.append(work) }
            bell.signal()
        }

        func close() {
            state.withLock { $0.isClosed = true }
            bell.signal()
        }

        func drain() {
            while true {
                bell.wait()
                let (work, isClosed) = state.withLock { state in
                    defer { state.work = [] }
                    return (state.work, state.isClosed)
                }
                for item in work { item.run() }
                if work.isEmpty, isClosed { return }
            }
        }
    }

    private final class Start: Sendable {
        let queue: Queue
        let name: String
        let niceness: CInt

        init(queue: Queue, name: String, niceness: CInt) {
            self.queue = queue
            self.name = name
            self.niceness = niceness
        }
    }

    /// libmodbus writes to a socket as to a file; when the other side is gone that is an error and not the end.
    private static func blockBrokenPipe() {
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        unsafe sigaddset(&signals, SIGPIPE)
        unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
    }

    private static func main(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        guard let argument = unsafe argument else { return nil }
        let start = unsafe Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
        unsafe pthread_setname_np(pthread_self(), start.name)
        // On Linux a process id of 0 means the calling thread and no other (setpriority(2), C library differences).
        if start.niceness != 0 { setpriority(CInt(PRIO_PROCESS.rawValue), 0, start.niceness) }
        blockBrokenPipe()
        start.queue.drain()
        return nil
    }
}
