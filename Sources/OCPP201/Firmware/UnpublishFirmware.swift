package import OCPP

/// Asks a local controller to offer a firmware no longer. OCPP 2.0.1, functional block L.
///
/// It is answered `DownloadOngoing`, `NoFirmware` or `Unpublished`.
package struct UnpublishFirmware: Call, Hashable {
    package typealias Response = StatusResponse
    package static let action = "UnpublishFirmware"
    package var checksum: Text<32>

    package init(checksum: Text<32>) {
        self.checksum = checksum
    }
}
