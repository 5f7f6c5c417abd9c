<?xml version="1.0" encoding="UTF-8"?>
<!-- The same document without the blanks between its elements, and without the libraries that the plugin's jar has in it:
     the descriptor says what there is beside the jar. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:output method="xml" encoding="UTF-8" indent="no"/>
  <xsl:strip-space elements="*"/>
  <xsl:template match="@*|node()">
    <xsl:copy>
      <xsl:apply-templates select="@*|node()"/>
    </xsl:copy>
  </xsl:template>
  <xsl:template match="/plugin/dependencies">
    <dependencies/>
  </xsl:template>
</xsl:stylesheet>
