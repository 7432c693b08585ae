// A SunSpec profile becomes one like any other once it is known where the device keeps its models.
extension MeterProfile {
    /// The same profile with addresses on the wire; itself where it has them already, `nil` where the device has no
    /// such model. A register that the device's model is too short for is left out.
    package func located(in directory: [SunSpec.Model]) -> MeterProfile? {
        guard let sunSpecModel else { return self }
        guard let model = directory.first(where: { $0.id == sunSpecModel }) else { return nil }
        var profile = self
        profile.sunSpecModel = nil
        profile.registers = registers.filter { model.contains($0.block) }.map { register in
            var register = register
            register.address += model.address
            register.exponentAddress = register.exponentAddress.map { $0 + model.address }
            return register
        }
        let common = directory.first { $0.id == SunSpec.common }
        profile.serialNumber = serialNumber.flatMap { $0.located(in: common) }
        profile.firmware = firmware.flatMap { $0.located(in: common) }
        guard !profile.registers.isEmpty else { return nil }
        profile.planRequests()
        return profile
    }

    /// Asks the device where its models are, for a SunSpec profile; any other is as it is.
    package func located(reading: RegisterReading) async throws(BusError) -> MeterProfile? {
        guard sunSpecModel != nil else { return self }
        return try await SunSpec.walk(reading).flatMap(located(in:))
    }
}

extension PlateRegister {
    fileprivate func located(in model: SunSpec.Model?) -> PlateRegister? {
        guard let model, model.contains(block) else { return nil }
        var register = self
        register.address += model.address
        return register
    }
}
