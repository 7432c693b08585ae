import Charging

// Lists of tags that a CSMS keeps in its station.
extension Doorkeeper {
    /// The update, where its form is right; whether it fits the list it is for, the station says.
    func update(
        _ version: Int, isFull: Bool, _ changes: [LocalListUpdate.Change]
    ) throws(Refusal) -> LocalListUpdate {
        func fault(_ fault: LocalListFault) -> Refusal { .refused("InvalidValue", fault.description) }
        guard version > 0, version <= Int(Int32.max) else { throw fault(.version) }
        guard changes.count <= LocalList.mostRecords else { throw fault(.tooManyRecords) }
        guard Set(changes.map(\.tag)).count == changes.count else { throw fault(.duplicateTag) }
        guard !isFull || changes.allSatisfy({ $0.record != nil }) else { throw fault(.recordMissing) }
        return LocalListUpdate(version: version, kind: isFull ? .full : .differential, changes: changes)
    }
}
