namespace ConformanceTests.Support;

/// <summary>Where a store may differ from what the areas take for granted; each fixture names its own with the reason.</summary>
public enum Difference
{
    /// <summary>Collections do not search by words and vector together.</summary>
    NoHybridSearch,

    /// <summary>Filters are not translated: any expression that compiles is taken.</summary>
    TakesAnyFilter,

    /// <summary>Types of data are not checked: every type is taken.</summary>
    TakesAnyType,

    /// <summary>Content has one vector per exit: compared by cosine only, of the encoder's own dimensions, and never empty.</summary>
    ContentHasExits,

    /// <summary>Text with a zero character is refused.</summary>
    NoZeroInText,

    /// <summary>Times come back as the same instant in UTC, cut to microseconds.</summary>
    TimesInUtcMicroseconds,

    /// <summary>A collection that exists gets no new properties: writing to one fails.</summary>
    GainsNoProperties,
}
