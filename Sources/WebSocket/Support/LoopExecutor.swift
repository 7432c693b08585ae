import NIOCore
import NIOPosix

/// Runs tasks on an event loop's own thread.
///
/// A connection's task that lives there takes its messages and hands over its answers without waking another thread,
/// which costs more than everything else that happens to a message on its way. What must wait in such a task has to
/// wait by suspending: blocking would hold up every connection of that loop.
package final class LoopExecutor: TaskExecutor {
    let eventLoop: any EventLoop

    init(eventLoop: any EventLoop) { self.eventLoop = eventLoop }

    /// One of the program's event loops, each in its turn.
    package static func next() -> LoopExecutor {
        LoopExecutor(eventLoop: MultiThreadedEventLoopGroup.singleton.next())
    }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = unsafe asUnownedTaskExecutor()
        eventLoop.execute { unsafe job.runSynchronously(on: executor) }
    }
}
