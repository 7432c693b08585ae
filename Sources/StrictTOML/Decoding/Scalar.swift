/// A type that one value of the file stands for directly.
protocol Scalar {
    /// What must stand in the file, for a sentence.
    static var wanted: String { get }
    /// Goes on in place of a value that could not be read, so that further problems are found. Never handed out.
    static var placeholder: Self { get }
    init?(_ node: TOMLNode)
}

extension Bool: Scalar {
    static var wanted: String { "true or false" }
    static var placeholder: Bool { false }
    init?(_ node: TOMLNode) {
        guard case .flag(let flag) = node else { return nil }
        self = flag
    }
}

extension String: Scalar {
    static var wanted: String { "a text in quotes" }
    static var placeholder: String { "" }
    init?(_ node: TOMLNode) {
        guard case .text(let text) = node else { return nil }
        self = text
    }
}

extension Double: Scalar {
    static var wanted: String { "a number" }
    static var placeholder: Double { 0 }
    init?(_ node: TOMLNode) {
        switch node {
        case .float(let number): self = number
        case .integer(let number): self = Double(number)
        default: return nil
        }
    }
}

extension Scalar where Self: FixedWidthInteger {
    static var wanted: String {
        bitWidth < 64
            ? "a whole number from \(min) to \(max)" : min == 0 ? "a whole number from 0 on" : "a whole number"
    }
    static var placeholder: Self { 0 }
    init?(_ node: TOMLNode) {
        guard case .integer(let number) = node else { return nil }
        self.init(exactly: number)
    }
}

extension Int: Scalar {}
extension Int8: Scalar {}
extension Int16: Scalar {}
extension Int32: Scalar {}
extension Int64: Scalar {}
extension UInt: Scalar {}
extension UInt8: Scalar {}
extension UInt16: Scalar {}
extension UInt32: Scalar {}
extension UInt64: Scalar {}
