import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Reads lines 'flavour TAB path', answers each with 'flavour TAB path TAB rules that failed, parted by blanks'. */
public class Validate {
    private static final int FAILURES_SHOWN = 1;

    public static void main(String[] none) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        BufferedReader asked = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream out = new PrintStream(System.out, true, "UTF-8");
        for (String line = asked.readLine(); line != null; line = asked.readLine()) {
            String[] parts = line.split("\t", 2);
            out.println(line + "\t" + String.join(" ", failed(parts[0], new File(parts[1]))));
        }
    }

    private static Set<String> failed(String name, File file) {
        Set<String> rules = new TreeSet<>();
        PDFAFlavour flavour = PDFAFlavour.fromString(name);
        try (PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour)) {
            PDFAValidator validator =
                Foundries.defaultInstance().createValidator(flavour, FAILURES_SHOWN, false, false, false);
            ValidationResult result = validator.validate(parser);
            for (TestAssertion each : result.getTestAssertions()) {
                if (each.getStatus() == TestAssertion.Status.FAILED) {
                    rules.add(each.getRuleId().getClause() + "-" + each.getRuleId().getTestNumber());
                }
            }
            if (!result.isCompliant() && rules.isEmpty()) {
                rules.add("unknown");
            }
        } catch (Throwable problem) {
            rules.add("error:" + problem.getClass().getSimpleName());
        }
        return rules;
    }
}
