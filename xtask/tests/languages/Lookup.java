// Answers the queries of `languages.rs`, for the enum that is called ENUM here.

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

public final class Lookup {
    public static void main(String[] arguments) throws IOException {
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            out.print(String.join("\t", answer(line.split("\t", -1))) + "\n");
        }
    }

    private static List<String> answer(String[] query) {
        return switch (query[0]) {
            case "find" -> ENUM.find(query[1]).map(Lookup::fields).orElse(List.of("-"));
            case "retry" -> {
                String indicator = query[3].isEmpty() ? null : query[3];
                var retry = ENUM.retryOf(query[1], Integer.parseInt(query[2]), indicator);
                yield List.of(retry.map(it -> it.name().toLowerCase()).orElse("-"));
            }
            case "default" -> List.of(ENUM.defaultForStatus(Integer.parseInt(query[1])).orElse("-"));
            default -> switch (query[1]) {
                case "code" -> ENUM.Headers.CODE;
                case "message" -> ENUM.Headers.MESSAGE;
                case "request_id" -> ENUM.Headers.REQUEST_ID;
                case "host_id" -> ENUM.Headers.HOST_ID;
                default -> ENUM.Headers.INDICATOR;
            };
        };
    }

    private static List<String> fields(ENUM info) {
        var fields = new ArrayList<>(List.of(info.code(), String.valueOf(info.status()), info.reason()));
        fields.addAll(List.of(info.message(), info.solution(), info.retry().name().toLowerCase()));
        fields.addAll(List.of(String.join("|", info.aliases()), info.page().orElse("-")));
        info.deprecation().ifPresent(
                why -> fields.addAll(List.of(why.since(), why.note(), why.use() == null ? "-" : why.use())));
        return fields;
    }
}
