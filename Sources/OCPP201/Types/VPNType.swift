/// The kind of a private network.
package enum VPNType: String, Codable, Sendable, CaseIterable {
    case ikeV2 = "IKEv2"
    case ipSec = "IPSec"
    case l2tp = "L2TP"
    case pptp = "PPTP"
}
