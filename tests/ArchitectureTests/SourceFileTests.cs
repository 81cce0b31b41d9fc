using System.Text.RegularExpressions;

namespace ArchitectureTests;

/// <summary>What every source file looks like.</summary>
public sealed partial class SourceFileTests
{
    private const int LineLimit = 400;
    private static readonly string[] s_folders = ["src", "samples", "bench", "tests"];

    [Fact]
    public void SourceFiles_OfTheProject_StayUnderTheLineLimit()
    {
        var offenders = Sources()
            .Select(file => (File: RepositoryRoot.Relative(file), Lines: File.ReadLines(file).Count()))
            .Where(entry => entry.Lines > LineLimit);

        Assert.Empty(offenders);
    }

    [Fact]
    public void SourceFiles_OfPackages_HaveAMedianOfOneIdea()
    {
        var lines = RepositoryRoot.Files("src", "*.cs").Select(file => File.ReadLines(file).Count()).Order().ToArray();

        Assert.InRange(lines[lines.Length / 2], 1, 100);
    }

    [Fact]
    public void SourceFiles_OfPackages_HoldOnePublicTypeNamedLikeTheFile()
    {
        var offenders = RepositoryRoot.Files("src", "*.cs")
            .Select(file => (File: file, Types: PublicType().Matches(File.ReadAllText(file)).Select(match => match.Groups["name"].Value).Distinct().ToArray()))
            .Where(entry => entry.Types.Length > 1
                || (entry.Types.Length == 1 && !Path.GetFileName(entry.File).StartsWith(entry.Types[0], StringComparison.Ordinal)))
            .Select(entry => $"{RepositoryRoot.Relative(entry.File)}: {string.Join(", ", entry.Types)}");

        Assert.Empty(offenders);
    }

    [Fact]
    public void SourceFiles_OfTheProject_UseFileScopedNamespacesAndNoRegions()
    {
        var offenders = Sources()
            .Where(file => BlockNamespaceOrRegion().IsMatch(File.ReadAllText(file)))
            .Select(RepositoryRoot.Relative);

        Assert.Empty(offenders);
    }

    [Fact]
    public void SourceFiles_OfTheProject_LeaveNoOpenEnds()
    {
        var offenders = Sources()
            .Where(file => !file.EndsWith(nameof(SourceFileTests) + ".cs", StringComparison.Ordinal))
            .SelectMany(file => File.ReadLines(file).Select((text, index) => (File: file, Line: index + 1, Text: text)))
            .Where(line => OpenEnd().IsMatch(line.Text))
            .Select(line => $"{RepositoryRoot.Relative(line.File)}:{line.Line}");

        Assert.Empty(offenders);
    }

    private static IEnumerable<string> Sources() => s_folders.SelectMany(folder => RepositoryRoot.Files(folder, "*.cs"));

    [GeneratedRegex(@"^public\s+(?:sealed\s+|static\s+|abstract\s+|readonly\s+|partial\s+|unsafe\s+|ref\s+)*(?:record\s+struct|record\s+class|class|record|struct|interface|enum)\s+(?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex PublicType();

    [GeneratedRegex(@"^namespace [\w.]+\s*$|^\s*#region", RegexOptions.Multiline)]
    private static partial Regex BlockNamespaceOrRegion();

    [GeneratedRegex(@"NotImplementedException|\bTODO\b|\bFIXME\b|\bHACK\b|Skip\s*=\s*""")]
    private static partial Regex OpenEnd();
}
