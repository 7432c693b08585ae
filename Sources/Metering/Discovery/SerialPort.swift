import CSerialPort
import FoundationEssentials

/// A serial port of this box, plugged in or built in, as libserialport finds it.
package struct SerialPort: Hashable, Sendable {
    /// `/dev/ttyUSB0`: changes with the order in which adapters are plugged in.
    package var device: String
    /// The name under `/dev/serial/by-id`, which stays the same; `nil` for ports that have none.
    package var lastingName: String?
    /// What the adapter says of itself.
    package var description: String?
    package var serialNumber: String?

    /// Empty where there are none, and where the kernel lists none.
    package static func all() -> [SerialPort] {
        var list: UnsafeMutablePointer<OpaquePointer?>?
        guard unsafe sp_list_ports(&list) == SP_OK, let ports = unsafe list else { return [] }
        defer { unsafe sp_free_port_list(ports) }
        let names = lastingNames()
        var found: [SerialPort] = []
        var index = 0
        while let port = unsafe ports[index] {
            index += 1
            guard let device = unsafe text(sp_get_port_name(port)) else { continue }
            unsafe found.append(
                SerialPort(
                    device: device, lastingName: names[device], description: text(sp_get_port_description(port)),
                    serialNumber: text(sp_get_port_usb_serial(port))))
        }
        return found.sorted { $0.device < $1.device }
    }

    private static func text(_ characters: UnsafePointer<CChar>?) -> String? {
        guard let characters = unsafe characters else { return nil }
        let text = unsafe String(cString: characters)
        return text.isEmpty ? nil : text
    }

    private static func lastingNames(in folder: String = "/dev/serial/by-id") -> [String: String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return Dictionary(
            names.map { (URL(filePath: "\(folder)/\($0)").resolvingSymlinksInPath().path, "\(folder)/\($0)") }
        ) { first, _ in first }
    }
}
