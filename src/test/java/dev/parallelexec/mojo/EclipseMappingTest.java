package dev.parallelexec.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** Eclipse asks for a mapping of every goal, or marks each execution in a POM as an error. */
class EclipseMappingTest {
  private static final Path CLASSES = Path.of("target", "classes", "META-INF");

  @Test
  void everyGoalIsIgnoredAndNoOtherIsNamed() throws Exception {
    Document mapping = parsed(CLASSES.resolve("m2e/lifecycle-mapping-metadata.xml"));
    List<String> mapped =
        texts(
            "/lifecycleMappingMetadata/pluginExecutions/pluginExecution[action/ignore]"
                + "/pluginExecutionFilter/goals/goal",
            mapping);
    List<String> goals =
        texts("/plugin/mojos/mojo/goal", parsed(CLASSES.resolve("maven/plugin.xml")));
    assertThat(goals).contains("map", "collect", "help");
    assertThat(mapped).containsExactlyInAnyOrderElementsOf(goals);
  }

  private static Document parsed(Path file) throws Exception {
    return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
  }

  private static List<String> texts(String path, Document document) throws Exception {
    XPath xpath = XPathFactory.newInstance().newXPath();
    NodeList nodes = (NodeList) xpath.evaluate(path, document, XPathConstants.NODESET);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      texts.add(nodes.item(i).getTextContent().strip());
    }
    return texts;
  }
}
