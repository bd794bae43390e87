// Check file.pdf …: what veraPDF says of each as PDF/A-2b; exit 1 if one is not.

import java.io.FileInputStream;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

public class Check {
    public static void main(String[] files) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        boolean good = files.length > 0;
        for (String file : files) good &= check(file);
        System.exit(good ? 0 : 1);
    }

    private static boolean check(String file) throws Exception {
        PDFAFlavour flavour = PDFAFlavour.PDFA_2_B;
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new FileInputStream(file), flavour);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
            ValidationResult result = validator.validate(parser);
            System.out.println(file + (result.isCompliant() ? " is PDF/A-2b, " : " IS NOT PDF/A-2b, ")
                    + result.getTotalAssertions() + " assertions");
            for (TestAssertion one : result.getTestAssertions()) {
                if (one.getStatus() == TestAssertion.Status.FAILED)
                    System.out.println("  " + one.getRuleId().getClause() + " " + one.getMessage());
            }
            return result.isCompliant();
        }
    }
}
