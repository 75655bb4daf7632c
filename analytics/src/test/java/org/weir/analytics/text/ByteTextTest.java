package org.weir.analytics.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Random;

import org.junit.jupiter.api.Test;

/** Numbers are written as C's printf writes them. */
class ByteTextTest {
    @Test
    void roundsTheExactValueToOneDecimal() {
        final Random random = new Random(5);
        for (int index = 0; index < 200_000; index++) {
            // Percentages as they come, those at and beside a tie among them.
            final double number = switch (index % 4) {
                case 0 -> 100.0 * random.nextInt(1000) / (1 + random.nextInt(1000));
                case 1 -> random.nextInt(100_000) / 20.0;
                case 2 -> Math.nextUp(random.nextInt(100_000) / 20.0);
                default -> Math.max(0, Math.nextDown(random.nextInt(4_000_000) / 4.0));
            };
            assertEquals(new BigDecimal(number).setScale(1, RoundingMode.HALF_EVEN).toPlainString(), new ByteText(8).appendOneDecimal(number).toString());
        }
    }
}
