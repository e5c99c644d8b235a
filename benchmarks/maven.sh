#!/usr/bin/env bash
# Measures what the goal scanner:scan adds to a warm `mvn verify`: the same small jib project, built
# with the goal and without it in turn.
#
# usage: benchmarks/maven.sh WORKDIR [ROUNDS]
#
# Needs Maven 3.9 or newer and the plugin in the local repository (mvn install -DskipTests). BASE is
# jib's base image (default: scratch); MAVEN_ARGS reaches every build.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=${1:?usage: benchmarks/maven.sh WORKDIR [ROUNDS]}
rounds=${2:-15}
base=${BASE:-scratch}
mkdir -p "$work"
work=$(cd "$work" && pwd)

project() { # project NAME [PLUGIN]
  local directory=$work/$1
  mkdir -p "$directory/src/main/java/example"
  cat >"$directory/src/main/java/example/Main.java" <<'JAVA'
package example;

public final class Main {
  public static void main(String[] arguments) {
    System.out.println("hello");
  }
}
JAVA
  cat >"$directory/pom.xml" <<XML
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>example</groupId>
  <artifactId>app</artifactId>
  <version>1</version>
  <properties>
    <maven.compiler.release>17</maven.compiler.release>
    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
  </properties>
  <build>
    <plugins>
      <plugin>
        <groupId>com.google.cloud.tools</groupId>
        <artifactId>jib-maven-plugin</artifactId>
        <version>3.5.2</version>
        <configuration>
          <allowInsecureRegistries>true</allowInsecureRegistries>
          <from><image>$base</image></from>
          <to><image>registry.example/app:1</image></to>
          <container><mainClass>example.Main</mainClass><user>65532:65532</user></container>
        </configuration>
        <executions>
          <execution><phase>package</phase><goals><goal>buildTar</goal></goals></execution>
        </executions>
      </plugin>
      ${2:-}
    </plugins>
  </build>
</project>
XML
}

goal='<plugin>
        <groupId>dev.imageprovenance</groupId>
        <artifactId>scanner-maven-plugin</artifactId>
        <version>0.1.0-SNAPSHOT</version>
        <executions><execution><goals><goal>scan</goal></goals></execution></executions>
      </plugin>'
project without
project with "$goal"

# What is missing is fetched once; from then on nothing is asked of a repository.
for name in without with; do
  (cd "$work/$name" && mvn -B -ntp -q -Djib.disableUpdateChecks=true verify)
done
cat >"$work/commands" <<TEXT
mvn verify ||| cd $work/without && mvn -B -ntp -q -o -Djib.disableUpdateChecks=true verify
mvn verify with scanner:scan ||| cd $work/with && mvn -B -ntp -q -o -Djib.disableUpdateChecks=true verify
TEXT
python3 "$here/paired.py" "$rounds" 2 "$work/commands" | tee "$work/results.txt"
