package org.weir.engine.expr;

/** The built-in log formats, as the configuration manual gives them as log-format strings (sections 8.2.2 to 8.2.4). */
public final class LogFormats {
    /** {@code option tcplog}. */
    public static final String TCP = "%ci:%cp [%t] %ft %b/%s %Tw/%Tc/%Tt %B %ts %ac/%fc/%bc/%sc/%rc %sq/%bq";

    /** {@code option httplog}. */
    public static final String HTTP =
        "%ci:%cp [%tr] %ft %b/%s %TR/%Tw/%Tc/%Tr/%Ta %ST %B %CC %CS %tsc %ac/%fc/%bc/%sc/%rc %sq/%bq %hr %hs %{+Q}r";

    /** {@code option httpslog}. */
    public static final String HTTPS =
        HTTP + " %[fc_err]/%[ssl_fc_err,hex]/%[ssl_c_err]/%[ssl_c_ca_err]/%[ssl_fc_is_resumed] %[ssl_fc_sni]/%sslv/%sslc";

    private LogFormats() {
    }

    /** One of the formats above, compiled. */
    public static LogFormat compile(String format) {
        try {
            return LogFormatParser.parse(format, new ParseContext(ParseContext.Place.LOG));
        } catch (ExpressionException e) {
            throw new IllegalStateException("built-in log format", e);
        }
    }
}
