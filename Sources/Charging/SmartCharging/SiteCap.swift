// The profiles of clouds under the limit of the site. OCPP lets a profile on a higher level count in the place of the
// site's own, so none of them is higher than the limit.

extension StationLedger {
    /// The lowest current the load management of the site has told the station for an EVSE, counting what the station
    /// falls back to when it hears no more; `nil` where it has told none.
    package func siteLimit(on evse: Int) -> ExactDecimal? {
        limits.filter { evse == 0 || $0.key == 0 || $0.key == evse }
            .map { min($0.value.limit.amperes, $0.value.limit.safeAmperes) }.min()
    }

    /// The profiles of clouds that are not as the site's limit wants them, as they have to be.
    package var profilesOutOfStep: [ProfileBook.Installed] {
        profiles.installed.compactMap { installed in
            guard installed.profile.wished != nil else { return nil }
            let fitting = installed.profile.under(siteLimit(on: installed.evse))
            guard fitting.schedule != installed.profile.schedule else { return nil }
            return ProfileBook.Installed(evse: installed.evse, profile: fitting)
        }
    }
}

extension ChargingProfile {
    /// No more than so many amperes on each phase. What was wished for stays known, and counts again under a higher
    /// limit.
    package func under(_ amperes: ExactDecimal?) -> ChargingProfile {
        var copy = self
        copy.wished = wished ?? schedule
        copy.schedule = copy.wished ?? schedule
        guard let amperes else { return copy }
        for index in copy.schedule.periods.indices {
            let most = ChargingSchedule(
                unit: .ampere,
                periods: [.init(startSeconds: 0, limit: amperes, phases: schedule.periods[index].phases)]
            ).converted(to: schedule.unit).periods[0].limit
            copy.schedule.periods[index].limit = min(copy.schedule.periods[index].limit, most)
        }
        return copy
    }
}
