using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Reminisce.Memory;

namespace Reminisce.SemanticKernel.Tests;

/// <summary>The code of the README, compiled and run.</summary>
public sealed class ReadmeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("reminisce-readme-").FullName;

    [Fact]
    public async Task Snippet_OfTheReadme_Runs()
    {
        var store = Path.Combine(_folder, "store");
        var pack = Path.Combine(Root(), "models", "reminisce-mini");

        // <readme>
        var builder = Kernel.CreateBuilder();
        builder.AddReminisce(options => { options.StorePath = store; options.PackPath = pack; });
        var kernel = builder.Build();   // its plugins now have remember, recall and forget

        var memory = kernel.Services.GetRequiredService<IMemory>();
        await memory.RememberAsync([new MemoryInput { Text = "Parked the car in bay 217.", Source = "Notes" }]);
        var answer = await memory.RecallAsync(new RecallRequest { Query = "where did I park the car today" });
        foreach (var found in answer.Memories)
        {
            Console.WriteLine($"{found.Item.OccurredAt:g} {found.Item.Source}: {found.Item.Text} ({found.Why})");
        }
        // </readme>

        Assert.Equal("Parked the car in bay 217.", Assert.Single(answer.Memories).Item.Text);
        Assert.Contains(kernel.Plugins.SelectMany(plugin => plugin), function => function.Name == "recall");
        await memory.DisposeAsync();
    }

    [Fact]
    public void Snippet_InTheReadme_IsTheOneThatRuns()
    {
        var source = File.ReadAllText(Path.Combine(Root(), "tests", "Reminisce.SemanticKernel.Tests", "ReadmeTests.cs"));
        var start = source.IndexOf("// <readme>\n", StringComparison.Ordinal) + "// <readme>\n".Length;
        var snippet = source[start..source.IndexOf("        // </readme>", start, StringComparison.Ordinal)];
        var lines = string.Join('\n', snippet.TrimEnd().Split('\n').Select(line => line.Length > 8 ? line[8..] : line));

        Assert.Contains(lines, File.ReadAllText(Path.Combine(Root(), "README.md")), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Reminisce.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("Run the tests from a checkout.");
        }

        return folder.FullName;
    }
}
