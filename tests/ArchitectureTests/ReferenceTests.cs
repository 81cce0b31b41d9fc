using System.Reflection;
using System.Xml.Linq;

namespace ArchitectureTests;

/// <summary>The arrows of ARCHITECTURE.md: who may know whom.</summary>
public sealed class ReferenceTests
{
    private static readonly Dictionary<string, string[]> s_allowedProjects = new()
    {
        ["Reminisce.Abstractions"] = [],
        ["Reminisce.Encoders"] = ["Reminisce.Abstractions"],
        ["Reminisce.VectorStore"] = ["Reminisce.Abstractions"],
        ["Reminisce.Memory"] = ["Reminisce.Abstractions", "Reminisce.Encoders", "Reminisce.VectorStore"],
        ["Reminisce.SemanticKernel"] = ["Reminisce.Memory"],
        ["Reminisce.Training"] = ["Reminisce.Encoders"],
        ["Reminisce.Cli"] = ["Reminisce.Training", "Reminisce.SemanticKernel"],
    };

    public static TheoryData<string> Projects => new(s_allowedProjects.Keys);

    [Theory]
    [MemberData(nameof(Projects))]
    public void ProjectReferences_OfEachPackage_StayWithinTheArrows(string project)
    {
        var file = Path.Combine(RepositoryRoot.Path, "src", project, project + ".csproj");
        var references = XDocument.Load(file).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')))
            .ToArray();

        Assert.Empty(references.Except(s_allowedProjects[project]));
    }

    [Fact]
    public void SourceFolder_HasNoProject_WithoutArrows()
    {
        var projects = Directory.EnumerateDirectories(Path.Combine(RepositoryRoot.Path, "src")).Select(Path.GetFileName);

        Assert.Equal(s_allowedProjects.Keys.Order(StringComparer.Ordinal), projects.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Reminisce.Abstractions", "Reminisce.")]
    [InlineData("Reminisce.Encoders", "Reminisce.VectorStore")]
    [InlineData("Reminisce.VectorStore", "Reminisce.Encoders")]
    [InlineData("Reminisce.VectorStore", "Microsoft.ML.OnnxRuntime")]
    [InlineData("Reminisce.Encoders", "Microsoft.Extensions.VectorData")]
    [InlineData("Reminisce.Abstractions", "Microsoft.SemanticKernel")]
    [InlineData("Reminisce.Encoders", "Microsoft.SemanticKernel")]
    [InlineData("Reminisce.VectorStore", "Microsoft.SemanticKernel")]
    [InlineData("Reminisce.Memory", "Microsoft.SemanticKernel")]
    [InlineData("Reminisce.Training", "Microsoft.SemanticKernel")]
    public void Assembly_NeverReferences(string assembly, string forbiddenPrefix)
    {
        var references = Assembly.Load(assembly).GetReferencedAssemblies().Select(name => name.Name!);

        Assert.DoesNotContain(references, name => name.StartsWith(forbiddenPrefix, StringComparison.Ordinal));
    }

    [Fact]
    public void Abstractions_NeedsOnly_ExtensionsAIAbstractions()
    {
        var packages = XDocument.Load(Path.Combine(RepositoryRoot.Path, "src/Reminisce.Abstractions/Reminisce.Abstractions.csproj"))
            .Descendants("PackageReference").Select(package => package.Attribute("Include")!.Value);

        Assert.Equal(["Microsoft.Extensions.AI.Abstractions"], packages);
    }

    [Fact]
    public void PackageVersions_AreKept_InOnePlace()
    {
        var offenders = new[] { "src", "tests", "samples", "bench" }
            .SelectMany(folder => RepositoryRoot.Files(folder, "*.csproj"))
            .Where(file => XDocument.Load(file).Descendants("PackageReference").Any(package => package.Attribute("Version") is not null))
            .Select(RepositoryRoot.Relative);

        Assert.Empty(offenders);
    }
}
