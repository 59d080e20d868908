package io.token04;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What was found, most likely cause first. A token in order has nothing above a note. */
public final class Report {
  private final String json;
  private final List<Finding> findings;

  Report(String[] strings) {
    this.json = strings[0];
    List<Finding> list = new ArrayList<>();
    for (int start = 1; start < strings.length; start += Finding.STRINGS) {
      list.add(new Finding(strings, start));
    }
    this.findings = Collections.unmodifiableList(list);
  }

  /**
   * The findings, most likely cause first.
   *
   * @return each kind at most once; it cannot be changed
   */
  public List<Finding> findings() {
    return findings;
  }

  /**
   * All of it as JSON.
   *
   * @return {@code {"findings":[…]}}
   */
  public String toJson() {
    return json;
  }

  @Override
  public String toString() {
    return "Report" + findings;
  }
}
