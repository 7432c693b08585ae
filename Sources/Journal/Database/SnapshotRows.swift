import Charging
import GRDB

/// The tables of the snapshot: pieces with a number, and the row that makes them count.
///
/// A large site's state is megabytes. Written as one row it would hold up the commits of everybody; so the pieces come
/// one by one, each in a small transaction, and a crash between them leaves the older snapshot as it was.
struct SnapshotRows {
    var db: Database

    /// After which entry a snapshot was taken, and how large it is.
    struct Extent: Sendable {
        var seq: Int64 = 0
        var bytes = 0
    }

    /// A snapshot is only a short cut: one that cannot be read any more is passed over, and everything folded.
    func read(_ coder: BodyCoder) throws -> (SiteSnapshot, Extent)? {
        guard let row = try Row.fetchOne(db, sql: "SELECT seq, body, pieces FROM snapshot ORDER BY seq DESC LIMIT 1"),
            let seq = try? row.decode(Int64.self, forColumn: "seq"),
            let body = try? row.decode(String.self, forColumn: "body"),
            let count = try? row.decode(Int.self, forColumn: "pieces"),
            var snapshot = try? coder.decode(SiteSnapshot.self, from: body)
        else { return nil }
        var extent = Extent(seq: seq, bytes: body.utf8.count)
        let pieces = try String.fetchAll(
            db, sql: "SELECT body FROM snapshot_piece WHERE seq = ? ORDER BY piece", arguments: [seq])
        guard pieces.count == count else { return nil }
        for text in pieces {
            guard let piece = try? coder.decode(SiteSnapshot.self, from: text) else { return nil }
            snapshot.add(piece)
            extent.bytes += text.utf8.count
        }
        return (snapshot, extent)
    }

    func add(_ piece: String, number: Int, of seq: Int64) throws {
        try db.cachedStatement(sql: "INSERT OR REPLACE INTO snapshot_piece(seq, piece, body) VALUES (?, ?, ?)")
            .execute(arguments: [seq, number, piece])
    }

    /// From now on the snapshot counts, of which so many further pieces are there, and the one before does not.
    func finish(_ first: String, pieces: Int, of seq: Int64) throws {
        try db.execute(sql: "DELETE FROM snapshot")
        try db.execute(
            sql: "INSERT INTO snapshot(seq, body, pieces) VALUES (?, ?, ?)", arguments: [seq, first, pieces])
    }

    /// Removes pieces that do not count, or some of them. `false` when there were none left.
    func sweep(atMost count: Int = .max) throws -> Bool {
        try db.cachedStatement(
            sql: """
                DELETE FROM snapshot_piece WHERE rowid IN (
                    SELECT rowid FROM snapshot_piece WHERE seq NOT IN (SELECT seq FROM snapshot) LIMIT ?)
                """
        ).execute(arguments: [count])
        return db.changesCount > 0
    }

    /// All at once, where nobody is held up.
    func write(_ site: Site, after seq: Int64, pieceOf count: Int, _ coder: BodyCoder) throws -> Extent {
        try db.execute(sql: "DELETE FROM snapshot_piece")
        var extent = Extent(seq: seq)
        let pieces = site.snapshot.pieces(of: count)
        for (number, piece) in pieces.enumerated().dropFirst() {
            let text = try coder.encode(piece)
            extent.bytes += text.utf8.count
            try add(text, number: number, of: seq)
        }
        let first = try coder.encode(pieces[0])
        extent.bytes += first.utf8.count
        try finish(first, pieces: pieces.count - 1, of: seq)
        return extent
    }
}
