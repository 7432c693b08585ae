import Charging
import GRDB
import Glibc

/// The disk did not take a write, told apart by what a person has to do.
struct StorageFailure: Error, Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case full
        case readOnly
        case other
    }

    var kind: Kind
    /// SQLite's and the operating system's own words.
    var detail: String

    init(kind: Kind, detail: String) {
        self.kind = kind
        self.detail = detail
    }

    init(_ error: any Error) {
        guard let error = error as? DatabaseError else {
            self.init(kind: .other, detail: String(describing: error))
            return
        }
        self.init(error, systemError: errno)
    }

    /// A full quota and a file system that went read-only reach SQLite as plain I/O errors; only the system's error
    /// number tells them apart. It is the thread's own, because SQLite keeps none for a commit that failed.
    init(_ error: DatabaseError, systemError: CInt) {
        let isSystems = [.SQLITE_IOERR, .SQLITE_CANTOPEN].contains(error.resultCode)
        kind =
            switch error.resultCode {
            case .SQLITE_FULL: .full
            case .SQLITE_READONLY: .readOnly
            default:
                switch isSystems ? systemError : 0 {
                case ENOSPC, EDQUOT: .full
                case EROFS: .readOnly
                default: .other
                }
            }
        detail = error.message ?? error.resultCode.description
        if isSystems, systemError != 0 { detail += " (\(Self.words(of: systemError)))" }
    }

    var summary: String {
        switch kind {
        case .full: "The disk is full, so nothing more can be recorded: \(detail)."
        case .readOnly: "The disk is read-only, so nothing can be recorded: \(detail)."
        case .other: "The data file cannot be written: \(detail)."
        }
    }

    var remedy: String {
        switch kind {
        case .full: "Free some space on the disk of the data file; recording goes on by itself."
        case .readOnly:
            "Look at the system log why the file system went read-only; it may need a repair or a new card. Recording "
                + "goes on by itself once the disk can be written."
        case .other: "Look at the system log for errors of the disk; it may need to be replaced."
        }
    }

    var journalError: JournalError { JournalError(reason: .storage, message: summary, hint: remedy) }

    static func words(of systemError: CInt) -> String {
        unsafe strerror(systemError).map { unsafe String(cString: $0) } ?? "error \(systemError)"
    }
}
