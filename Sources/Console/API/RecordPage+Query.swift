import Charging
import Gateway
import HTTPTypes
import Hummingbird

extension RecordPage {
    /// `station`, `before` and `limit` of a request.
    init(_ request: Request) throws {
        let query = request.uri.queryParameters
        guard let limit = query["limit"].map({ Int($0) }) ?? 50, (1...Self.longest).contains(limit) else {
            throw Refusal(.badRequest, "bad-request", "limit is a number from 1 to \(Self.longest).")
        }
        var before: Int64?
        if let text = query["before"] {
            guard let seq = Int64(text), seq > 0 else {
                throw Refusal(.badRequest, "bad-request", "before is the number of an entry, as seq tells it.")
            }
            before = seq
        }
        self.init(station: query["station"].map { StationID(String($0)) }, before: before, limit: limit)
    }
}
