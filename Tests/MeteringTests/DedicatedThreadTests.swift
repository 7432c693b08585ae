import Glibc
import Metering
import Testing

private actor Worker {
    private let thread = DedicatedThread(name: "a name that is too long for Linux")
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }
    private(set) var count = 0

    func work() -> UInt {
        count += 1
        return pthread_self()
    }
}

@Test func `an actor stays on its thread, and two actors are on two`() async {
    let workers = [Worker(), Worker()]
    let threads = await withTaskGroup(of: (Int, UInt).self) { group in
        for index in 0..<200 { group.addTask { (index % 2, await workers[index % 2].work()) } }
        return await group.reduce(into: [0: Set<UInt>(), 1: []]) { $0[$1.0]?.insert($1.1) }
    }
    #expect(threads[0]?.count == 1)
    #expect(threads[1]?.count == 1)
    #expect(threads[0] != threads[1])
    #expect(await workers[0].count == 100)
}

/// Writes to a pipe that nobody reads.
private actor Plumber {
    private let thread = DedicatedThread(name: "plumber")
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }

    func writeToBrokenPipe() -> CInt {
        var ends: [CInt] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else { return 0 }
        close(ends[0])
        defer { close(ends[1]) }
        return unsafe write(ends[1], "x", 1) < 0 ? errno : 0
    }
}

@Test func `whoever hangs up does not end the program`() async {
    let code = await Plumber().writeToBrokenPipe()
    #expect(code == EPIPE)
}
