"""Keys, signing requests and authorities, made with the package `cryptography`."""

from datetime import timedelta

from chargepoint import now
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

PEM = serialization.Encoding.PEM


def named(common_name):
    organization = x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Interop")
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name), organization])


class Key:
    """The key of a station, which asks for a certificate."""

    def __init__(self, name):
        self.name = name
        self.key = ec.generate_private_key(ec.SECP256R1())

    def request(self):
        made = x509.CertificateSigningRequestBuilder().subject_name(named(self.name)).sign(self.key, hashes.SHA256())
        return made.public_bytes(PEM).decode()

    def check(self, chain, root):
        """The chain begins with a certificate for this key and name, and leads to the root."""
        own, *between = x509.load_pem_x509_certificates(chain.encode())
        (common_name,) = own.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        assert common_name.value == self.name
        assert own.public_key() == self.key.public_key()
        (root,) = x509.load_pem_x509_certificates(root.encode())
        for one, issuer in zip([own, *between], [*between, root]):
            if one != issuer:
                one.verify_directly_issued_by(issuer)
        assert own.not_valid_before_utc <= now() < own.not_valid_after_utc

    def save(self, file, chain):
        """Writes key and chain as OpenSSL reads them, and returns the file."""
        form = (PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        file.write_bytes(self.key.private_bytes(*form) + chain.encode())
        return file


class Authority:
    """A root that signs itself, and certificates for others."""

    def __init__(self, name):
        self.name = named(name)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.certificate = self._certificate(self.name, self.key.public_key(), is_authority=True)
        self.pem = self.certificate.public_bytes(PEM).decode()

    def issue(self, key):
        """A certificate for a station's key."""
        return self._certificate(named(key.name), key.key.public_key()).public_bytes(PEM).decode()

    def _certificate(self, subject, public_key, is_authority=False):
        builder = x509.CertificateBuilder(
            self.name, subject, public_key, x509.random_serial_number(), now() - timedelta(1), now() + timedelta(30)
        )
        constraints = x509.BasicConstraints(ca=is_authority, path_length=None)
        return builder.add_extension(constraints, critical=True).sign(self.key, hashes.SHA256())
