extension DeliveryPlan {
    /// Sessions that go in one request, as a run of `items`.
    package struct Segment: Codable, Hashable, Sendable {
        package var first: Int
        package var count: Int
        /// A request with these sessions is under way, or its answer was never seen to.
        package var isUnderway = false
        /// An earlier request may have told the server of these sessions, so it may call them duplicates.
        package var mayBeKnown = false
        /// It was split from a refused segment together with the one before it. If that one is taken, the fault must
        /// be in here, and there is no need to ask.
        package var isBlamed = false
        package var unreadableAnswers = 0
        package var damagedArrivals = 0

        /// The same history, for a part of the same sessions.
        func part(first: Int, count: Int, isBlamed: Bool = false) -> Segment {
            Segment(first: first, count: count, mayBeKnown: mayBeKnown, isBlamed: isBlamed)
        }
    }
}
