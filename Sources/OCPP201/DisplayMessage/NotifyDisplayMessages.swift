package import OCPP

/// One part of the report that GetDisplayMessages asked for. OCPP 2.0.1, functional block O.
package struct NotifyDisplayMessages: Call, Hashable {
    package typealias Response = Empty
    package static let action = "NotifyDisplayMessages"
    package var requestId: Int
    package var messageInfo: [MessageInfo]?
    /// More parts follow.
    package var tbc: Bool?

    package init(requestId: Int, messageInfo: [MessageInfo]? = nil, tbc: Bool? = nil) {
        self.requestId = requestId
        self.messageInfo = messageInfo
        self.tbc = tbc
    }
}
