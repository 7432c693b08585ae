/// Why a charging profile is not taken. A refusal is an answer, never an error.
package enum ProfileRefusal: Hashable, Codable, Sendable {
    case externalConstraints
    case unknownEVSE(Int)
    /// A ChargingStationMaxProfile is for the whole station, …
    case needsWholeStation
    /// … a TxProfile for one EVSE, …
    case needsOneEVSE
    /// … and for the transaction that runs there.
    case transactionMissing
    case transactionNotRunning
    case transactionNotWanted
    case stackLevel(highest: Int)
    case unit(RateUnit)
    case startMissing
    case startNotWanted
    case relativeMaximum
    case recurrency
    case validity
    case duration
    case noPeriods
    case tooManyPeriods(most: Int)
    case periodOrder
    case limit
    case phases
    /// Another profile holds that place, and OCPP 2.0.1 does not let it be taken by one with another id.
    case duplicate(of: Int)
    case tooManyProfiles(most: Int)

    /// The word for it in a StatusInfo of OCPP 2.0.1, at most 20 characters.
    package var reasonCode: String {
        switch self {
        case .duplicate: "DuplicateProfile"
        case .unknownEVSE: "UnknownEvse"
        case .transactionMissing, .transactionNotRunning: "TxNotFound"
        case .unit: "UnsupportedRateUnit"
        case .stackLevel: "InvalidStackLevel"
        case .tooManyProfiles: "TooManyElements"
        case .noPeriods, .tooManyPeriods, .periodOrder, .limit, .phases, .startMissing, .startNotWanted, .duration:
            "InvalidSchedule"
        case .externalConstraints, .needsWholeStation, .needsOneEVSE, .transactionNotWanted, .relativeMaximum,
            .recurrency, .validity:
            "InvalidProfile"
        }
    }
}

extension ProfileRefusal: CustomStringConvertible {
    package var description: String {
        switch self {
        case .externalConstraints: "External constraints are reported by the site; a cloud cannot set them."
        case .unknownEVSE(let evse): "The station has no EVSE \(evse); name one it has, or 0 for all."
        case .needsWholeStation: "A ChargingStationMaxProfile is for the whole station; send it for EVSE 0."
        case .needsOneEVSE: "A TxProfile is for one transaction; send it for the EVSE where that runs."
        case .transactionMissing: "A TxProfile names its transaction; send it with the transaction's id."
        case .transactionNotRunning: "The transaction does not run on that EVSE; send a TxProfile only while it does."
        case .transactionNotWanted: "Only a TxProfile names a transaction; leave the id out."
        case .stackLevel(let highest): "Stack levels go from 0 to \(highest) here; choose one of them."
        case .unit(let unit): "The station takes no limits in \(unit.rawValue); send them in its other unit."
        case .startMissing: "An absolute or recurring schedule needs its start; send startSchedule."
        case .startNotWanted: "A relative schedule starts with the transaction; leave startSchedule out."
        case .relativeMaximum: "A ChargingStationMaxProfile cannot be relative; send it as Absolute or Recurring."
        case .recurrency: "A recurring profile, and only that, says Daily or Weekly; mend recurrencyKind."
        case .validity: "The profile is valid to a moment not after validFrom; mend the two times."
        case .duration: "A duration is between 1 second and ten years; mend it or leave it out."
        case .noPeriods: "The schedule has no period; send at least one."
        case .tooManyPeriods(let most): "There is room for \(most) periods; send fewer or clear other profiles first."
        case .periodOrder: "The first period starts at 0 and each one later than the one before; put them in order."
        case .limit: "A limit lies between 0 and 10000000; mend it."
        case .phases: "Phases are 1 to 3, and phaseToUse goes with one phase only; mend them."
        case .duplicate(let id): "Profile \(id) holds this purpose and stack level; reuse its id or clear it first."
        case .tooManyProfiles(let most): "The station has \(most) profiles already; clear one first."
        }
    }
}
