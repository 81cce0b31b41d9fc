using System.Text.Json;
using System.Text.Json.Nodes;

namespace Reminisce.Training.Tests.Import;

public sealed class PackSchemaTests
{
    [Fact]
    public void Schema_ShippedPack_Fits() => Assert.Empty(Faults(Manifest().ToJsonString()));

    [Theory]
    [InlineData("format", "\"other\"")]
    [InlineData("name", "\"Capital Letters\"")]
    [InlineData("dimensions", "0")]
    [InlineData("towers", "[]")]
    [InlineData("extra", "1")]
    [InlineData("files", """{ "../x": { "sha256": "00", "bytes": 1 } }""")]
    [InlineData("files", """{ "a/..": { "sha256": "0000000000000000000000000000000000000000000000000000000000000000", "bytes": 1 } }""")]
    public void Schema_BrokenManifest_DoesNotFit(string property, string json)
    {
        var manifest = Manifest();
        manifest[property] = JsonNode.Parse(json);
        Assert.NotEmpty(Faults(manifest.ToJsonString()));
    }

    [Theory]
    [InlineData("modality", "\"smell\"")]
    [InlineData("layers", "1.5")]
    [InlineData("tokenizer", """{ "type": "guess", "vocabulary": "text/vocab.txt", "lowercase": true }""")]
    public void Schema_BrokenTower_DoesNotFit(string property, string json)
    {
        var manifest = Manifest();
        manifest["towers"]![0]![property] = JsonNode.Parse(json);
        Assert.NotEmpty(Faults(manifest.ToJsonString()));
    }

    internal static IReadOnlyList<string> Faults(string manifest)
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(InRepository("docs/model-pack.schema.json")));
        using var document = JsonDocument.Parse(manifest);
        return new SchemaCheck(schema.RootElement).Faults(document.RootElement);
    }

    private static JsonObject Manifest() => JsonNode.Parse(File.ReadAllText(InRepository("models/reminisce-mini/pack.json")))!.AsObject();

    private static string InRepository(string path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Reminisce.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }

        return Path.Combine(folder.FullName, path);
    }
}
