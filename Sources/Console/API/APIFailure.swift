import Hummingbird

/// What the API answers when something did not happen: a word for programs and sentences for people.
package struct APIFailure: Error, Codable, Hashable, Sendable {
    /// `not-connected`, `unknown-station`, `bad-request`, …
    package var code: String
    /// What happened, as a sentence.
    package var message: String
    /// What to do about it, as a sentence.
    package var remedy: String?

    package init(code: String, message: String, remedy: String? = nil) {
        self.code = code
        self.message = message
        self.remedy = remedy
    }

    /// The body it travels in.
    package struct Envelope: Codable, Sendable {
        package var error: APIFailure
    }
}

/// A failure on its way out, with the status that suits it.
struct Refusal: HTTPResponseError {
    var status: HTTPResponse.Status
    var failure: APIFailure

    init(_ status: HTTPResponse.Status, _ code: String, _ message: String, _ remedy: String? = nil) {
        self.status = status
        failure = APIFailure(code: code, message: message, remedy: remedy)
    }

    func response(from request: Request, context: some RequestContext) throws -> Response {
        try .json(APIFailure.Envelope(error: failure), status: status)
    }
}
