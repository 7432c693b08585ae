import Charging
import GRDB

// The site's state is written down beside the commits: encoded by a task that yields to everybody, and written piece
// by piece, so that no answer waits longer than for one of the pieces.

extension Journal {
    func writeSnapshots() async {
        for await tail in dueSnapshots {
            snapshotEnded(try? await writeDown(tail))
        }
    }

    private func writeDown(_ tail: Tail) async throws -> SnapshotRows.Extent {
        let seq = tail.seq
        let pieces = tail.site.snapshot.pieces(of: configuration.snapshotPiece)
        let first = try await encode(pieces[0])
        var extent = SnapshotRows.Extent(seq: seq, bytes: first.utf8.count)
        for (number, piece) in pieces.enumerated().dropFirst() {
            try Task.checkCancellation()
            let text = try await encode(piece)
            extent.bytes += text.utf8.count
            try await write { db in try SnapshotRows(db: db).add(text, number: number, of: seq) }
        }
        try Task.checkCancellation()
        try await write { db in try SnapshotRows(db: db).finish(first, pieces: pieces.count - 1, of: seq) }
        while !Task.isCancelled, (try? await write { db in try SnapshotRows(db: db).sweep(atMost: 8) }) == true {}
        return extent
    }

    /// Off the actor, which has commits to make.
    @concurrent private nonisolated func encode(_ piece: SiteSnapshot) async throws -> String {
        await Task.yield()
        return try coder.encode(piece)
    }
}
