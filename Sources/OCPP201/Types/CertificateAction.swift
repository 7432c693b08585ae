import OCPP

/// What is to happen to a contract certificate.
package struct CertificateAction: Word {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    package static let install = CertificateAction(rawValue: "Install")
    package static let update = CertificateAction(rawValue: "Update")
}
