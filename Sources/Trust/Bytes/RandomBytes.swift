internal import COpenSSL

/// Bytes nobody can guess.
package enum RandomBytes {
    package static func make(_ count: Int) throws(TrustError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        try check(unsafe RAND_bytes(&bytes, CInt(count)), "make random bytes")
        return bytes
    }
}
