using System.Text.Json.Nodes;
using Reminisce.Training;

namespace Reminisce.Evaluation;

/// <summary>A model pack: one that is there, or one cut from an exported encoder into a temporary folder.</summary>
internal sealed class PackSource : IDisposable
{
    private readonly DirectoryInfo? _temporary;

    private PackSource(string folder, string? uncut, string? output, DirectoryInfo? temporary) =>
        (Folder, Uncut, UncutOutput, _temporary) = (folder, uncut, output, temporary);

    public string Folder { get; }

    /// <summary>The exported model; null for a pack that was there.</summary>
    public string? Uncut { get; }

    /// <summary>The output of it that the embedding is made of.</summary>
    public string? UncutOutput { get; }

    public static PackSource Existing(string folder) => new(folder, null, null, null);

    /// <summary>Builds the pack as <c>reminisce model build</c> does.</summary>
    /// <param name="from">Folder of the exported encoder.</param>
    /// <param name="tower">The tower under test.</param>
    /// <param name="seconds">Seconds that a sound tower looks at; 0 for what the source says.</param>
    /// <param name="cancellationToken">Ends the building.</param>
    public static PackSource Build(string from, string tower, int seconds, CancellationToken cancellationToken)
    {
        var temporary = Directory.CreateTempSubdirectory("reminisce-towers-");
        try
        {
            var source = seconds > 0 ? Shorten(from, seconds, temporary.CreateSubdirectory("source")) : from;
            var folder = Path.Combine(temporary.FullName, "pack");
            var report = EncoderPackBuilder.Build(new EncoderPackOptions { SourceFolder = source, OutputFolder = folder, Name = "measured" }, cancellationToken);
            var built = report.Towers.First(t => t.Tower == tower);
            return new PackSource(folder, Directory.EnumerateFiles(source, built.File, SearchOption.AllDirectories).First(), built.Output, temporary);
        }
        catch
        {
            temporary.Delete(recursive: true);
            throw;
        }
    }

    public void Dispose() => _temporary?.Delete(recursive: true);

    private static string Shorten(string from, int seconds, DirectoryInfo target)
    {
        const string Preprocessor = "preprocessor_config.json";
        foreach (var file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Combine(target.FullName, Path.GetFileName(file)));
        }

        var path = Path.Combine(target.FullName, Preprocessor);
        var settings = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        settings["n_samples"] = seconds * settings["sampling_rate"]!.GetValue<int>();
        settings["chunk_length"] = seconds;
        settings.Remove("nb_max_frames");
        File.WriteAllText(path, settings.ToJsonString());
        return target.FullName;
    }
}
