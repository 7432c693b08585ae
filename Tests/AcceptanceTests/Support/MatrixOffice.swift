import Charging
import Foundation
import Gateway
import OCPP
import OCPP201
import Simulator
import Trust
import WebSocket

/// A back office, with what it wants as a proof of each station.
struct MatrixOffice: Sendable {
    let name: String
    let version: String
    let dialect: Dialect
    /// By the number of the security profile.
    let profile: Int
    let controls: Bool
    /// What it hears in the place of a tag where there is none.
    let anonymous: String
    let csms: SimulatedCSMS
    private let authority: SiteCA
    private let ports: AsyncStream<Int>

    private static let password = "a password of 20 signs"

    /// One for each version and each security profile; the second one controls.
    static func all() throws -> [MatrixOffice] {
        let authority = try SiteCA.create(site: "Cloud", at: SystemWallClock().now.at.seconds)
        return [
            try MatrixOffice("1.6", .ocpp16, profile: 2, authority),
            try MatrixOffice("2.0.1", .ocpp201, profile: 3, controls: true, authority),
            try MatrixOffice("2.1", .ocpp21, profile: 1, authority),
        ]
    }

    private init(
        _ version: String, _ dialect: Dialect, profile: Int, controls: Bool = false, _ authority: SiteCA
    ) throws {
        (self.version, self.dialect, self.profile, self.controls) = (version, dialect, profile, controls)
        self.authority = authority
        name = "office\(version)"
        anonymous = dialect == .ocpp16 ? "ANONYMOUS" : ""
        let habits = (dialect == .ocpp16 ? CSMSHabits.generic16 : .generic201).speaking([dialect])
        let account = SimulatedCSMS.Account(password: profile == 3 ? nil : Array(Self.password.utf8))
        var configuration = SimulatedCSMS.Configuration(
            habits, stations: Dictionary(uniqueKeysWithValues: MatrixSite.names.map { ($0, account) }))
        if profile > 1 { configuration.tls = try Self.tls(authority, profile) }
        let (ports, sink) = AsyncStream.makeStream(of: Int.self)
        self.ports = ports
        csms = SimulatedCSMS(configuration: configuration, wallClock: SystemWallClock(), logger: .silent) {
            sink.yield($0)
        }
    }

    private static func tls(_ authority: SiteCA, _ profile: Int) throws -> TLSMaterial {
        guard let name = ServerName("localhost") else { throw CancellationError() }
        let identity = try authority.issueServer([name], at: SystemWallClock().now.at.seconds)
        return try TLSMaterial(
            .init(
                certificateChain: .text(identity.chainPEM), privateKey: .text(identity.privateKeyPEM),
                clientRoots: profile == 3 ? .text(authority.certificate.pem) : nil,
                clientVerification: profile == 3 ? .required : .none))
    }

    var usesTLS: Bool { profile > 1 }

    /// Where it is, once it listens.
    func port() async throws -> Int {
        guard let port = await ports.first(where: { _ in true }) else { throw CancellationError() }
        return port
    }

    /// Its block in the configuration, with the files that belong to it.
    func text(port: Int, in folder: Folder) throws -> String {
        var text = """
            [[csms]]
            name = "\(name)"
            url = "\(usesTLS ? "wss" : "ws")://localhost:\(port)/ocpp"
            version = "\(version)"
            controls = \(controls)

            """
        if usesTLS { text += "ca_file = \"\(try folder.write("roots.pem", authority.certificate.pem))\"\n" }
        guard profile == 3 else {
            return text + "password_file = \"\(try folder.write("office.password", Self.password))\"\n"
        }
        for station in MatrixSite.names {
            let request = try KeyRequest.make(commonName: station, organisation: nil)
            let chain = try authority.sign(
                .inspect(request.requestPEM), days: 2, serial: .random(), at: SystemWallClock().now.at.seconds
            ).chainPEM
            try folder.write("\(station).pem", chain)
            try folder.write("\(station).key", request.privateKeyPEM)
        }
        return text + """
            certificate_file = "\(folder.path)/{station}.pem"
            key_file = "\(folder.path)/{station}.key"

            """
    }

    /// Stations must come as they are told to: each by its own name and as itself.
    func objections(to books: CSMSStation, of station: String) -> [String] {
        var objections: [String] = []
        if books.subprotocol != dialect.rawValue { objections.append("it speaks \(books.subprotocol ?? "nothing")") }
        if profile == 3, books.certificateName != station {
            objections.append("its certificate is of \(books.certificateName ?? "nobody")")
        }
        return objections
    }

    // From afar

    func start(_ station: String, plug: Int, tag: UInt32) async throws {
        let token = IdToken(idToken: .init(String(tag, radix: 16, uppercase: true)), type: .iso14443)
        let answer = try await csms.call(
            RequestStartTransaction(idToken: token, remoteStartId: Int(tag & 0xFFFF), evseId: plug), to: station)
        if answer.status != "Accepted" { throw Surprise(description: "\(station) started nothing: \(answer.status)") }
    }

    func stop(_ station: String, plug: Int) async throws {
        guard let running = csms.books[station].transactions.first(where: { $0.isRunning && $0.connector == plug })
        else { throw Surprise(description: "\(station) has nothing to stop") }
        let answer = try await csms.call(RequestStopTransaction(transactionId: .init(running.id)), to: station)
        if answer.status != "Accepted" { throw Surprise(description: "\(station) stopped nothing: \(answer.status)") }
    }
}
