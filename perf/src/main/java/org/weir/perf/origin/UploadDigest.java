package org.weir.perf.origin;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32;

/** Counts and digests an uploaded body: the answer of {@code /upload}. Worker thread only. */
final class UploadDigest implements RequestBody.Sink {

    private final CRC32 crc = new CRC32();
    private final MessageDigest sha256;
    private long lengthBytes;

    UploadDigest() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public void accept(byte[] bytes, int offset, int length) {
        crc.update(bytes, offset, length);
        sha256.update(bytes, offset, length);
        lengthBytes += length;
    }

    byte[] answer() {
        return Ascii.bytes("length=%d crc32=%08x sha256=%s\n".formatted(lengthBytes, crc.getValue(), HexFormat.of().formatHex(sha256.digest())));
    }
}
