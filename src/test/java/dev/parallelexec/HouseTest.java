package dev.parallelexec;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toUnmodifiableSet;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of ARCHITECTURE.md: which room imports which, and what no room has. */
class HouseTest {
  private static final String HOUSE = "dev.parallelexec";

  /** A room, and the rooms that it may import beside itself. */
  private static final Map<String, Set<String>> MAY_IMPORT =
      Map.ofEntries(
          Map.entry("task", Set.of()),
          Map.entry("wire", Set.of("task")),
          Map.entry("worker", Set.of("task", "wire")),
          Map.entry("pool", Set.of("task")),
          Map.entry("jvm", Set.of()),
          Map.entry("plan", Set.of("task")),
          Map.entry("process", Set.of("task", "wire", "pool", "jvm")),
          Map.entry("history", Set.of("task", "pool", "jvm")),
          Map.entry("report", Set.of("task", "pool")),
          Map.entry("remote", Set.of("task", "pool", "jvm")),
          Map.entry(
              "mojo",
              Set.of("task", "pool", "jvm", "plan", "process", "history", "report", "remote")));

  /** The rooms that share a JVM with the user's classes. */
  private static final List<String> IN_THE_WORKER = List.of("task", "wire", "worker");

  /** The classes that need Spark's. */
  private static final Set<String> BESIDE_SPARK =
      Stream.of("Cluster", "Job", "Losses", "WorkerTask")
          .map(name -> HOUSE + ".remote.spark." + name)
          .collect(toUnmodifiableSet());

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(HOUSE);

  static Stream<String> rooms() {
    return MAY_IMPORT.keySet().stream().sorted();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rooms")
  @DisplayName("A room imports only what its line of the table says")
  void importsOnlyFromTheFloorsBelow(String room) {
    String[] allowed =
        Stream.concat(Stream.of(room), MAY_IMPORT.get(room).stream())
            .map(HouseTest::packages)
            .toArray(String[]::new);
    classes()
        .that(resideInAPackage(packages(room)))
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(allowed).or(not(resideInAPackage(HOUSE + ".."))))
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  @DisplayName("Every class lives in a room of the table")
  void hasNoOtherRoom() {
    classes()
        .should()
        .resideInAnyPackage(rooms().map(HouseTest::packages).toArray(String[]::new))
        .check(CLASSES);
  }

  @Test
  @DisplayName("Rooms do not import each other in a circle")
  void hasNoCycles() {
    slices().matching(HOUSE + ".(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  @DisplayName("What runs in a worker needs java.base and nothing else")
  void bringsNothingIntoTheWorker() {
    String[] rooms = IN_THE_WORKER.stream().map(HouseTest::packages).toArray(String[]::new);
    classes()
        .that(resideInAnyPackage(rooms))
        .should()
        .onlyDependOnClassesThat(resideInAnyPackage(rooms).or(javaBase()).or(annotations()))
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  @DisplayName("What is sent to a node needs java.base and nothing else")
  void sendsNothingElseToNodes() {
    String sent = HOUSE + ".remote.depot";
    classes()
        .that(resideInAPackage(sent))
        .should()
        .onlyDependOnClassesThat(resideInAPackage(sent).or(javaBase()).or(annotations()))
        .check(CLASSES);
  }

  @Test
  @DisplayName("Only mojo knows Maven")
  void keepsMavenOnTheTopFloor() {
    noClasses()
        .that(not(resideInAPackage(packages("mojo"))))
        .should()
        .dependOnClassesThat(resideInAnyPackage("org.apache.maven..", "org.eclipse.aether.."))
        .check(CLASSES);
  }

  @Test
  @DisplayName("Only what runs in a driver or an executor knows Spark: Maven's JVM has none")
  void keepsSparkOutOfMaven() {
    noClasses()
        .that(not(describe("run beside Spark", type -> BESIDE_SPARK.contains(type.getName()))))
        .should()
        .dependOnClassesThat(resideInAnyPackage("org.apache.spark..", "scala.."))
        .check(CLASSES);
    // Named only, by a text, and by each other.
    noClasses()
        .that()
        .haveNameMatching(HOUSE + "\\.remote\\.spark\\.Spark(Kind|Placement|Home|Settings)")
        .should()
        .dependOnClassesThat(
            describe("run beside Spark", type -> BESIDE_SPARK.contains(type.getName())))
        .check(CLASSES);
  }

  @Test
  @DisplayName("No class bears a name that says nothing")
  void namesThings() {
    noClasses()
        .should()
        .haveSimpleNameEndingWith("Manager")
        .orShould()
        .haveSimpleNameEndingWith("Util")
        .orShould()
        .haveSimpleNameEndingWith("Utils")
        .orShould()
        .haveSimpleNameEndingWith("Helper")
        .check(CLASSES);
  }

  @Test
  @DisplayName("Nothing static can be set")
  void keepsNoStateInStatics() {
    fields().that().areStatic().should().beFinal().check(CLASSES);
  }

  private static String packages(String room) {
    return HOUSE + "." + room + "..";
  }

  private static DescribedPredicate<JavaClass> javaBase() {
    Set<String> packages =
        ModuleLayer.boot().findModule("java.base").orElseThrow().getPackages().stream()
            .filter(name -> name.startsWith("java."))
            .collect(toUnmodifiableSet());
    return describe(
        "belong to java.base",
        type -> {
          JavaClass element = type.getBaseComponentType();
          return element.isPrimitive() || packages.contains(element.getPackageName());
        });
  }

  /** Annotations that nothing reads at run time: a JVM without them does not notice. */
  private static DescribedPredicate<JavaClass> annotations() {
    return resideInAPackage("org.jspecify.annotations");
  }
}
