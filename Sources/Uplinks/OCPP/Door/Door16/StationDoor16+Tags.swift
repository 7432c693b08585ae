import Charging

// Tags of more than 20 characters, which OCPP 1.6 does not have.
extension StationDoor16 {
    /// The tag that the CSMS means: it was told a name made from a long one, and gives that back.
    func meant(_ idTag: String) async -> String {
        guard Language16.Words.mayBeShortened(idTag) else { return idTag }
        let site = await keeper.control.site()
        func isMeant(_ tag: String) -> Bool {
            tag.unicodeScalars.count > 20 && Language16.Words.idTag(tag).lowercased() == idTag.lowercased()
        }
        let running = site.stations.values.flatMap { $0.evses.values.compactMap { $0.running?.session.tag } }
        let kept = site.settled.reservations.all.map(\.driver.tag.text)
        if let tag = (running + kept).first(where: isMeant) { return tag }
        let listed = site.settled.localList.all.lazy.map(\.tag.text)
        let asked = site.settled.cache.oldestFirst.lazy.map(\.key.text)
        return listed.first(where: isMeant) ?? asked.first(where: isMeant) ?? idTag
    }
}
