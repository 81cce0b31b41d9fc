using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.AI;
using Reminisce.Encoders;
using Reminisce.Training.Algebra;
using Reminisce.Training.Learning.Checkpoints;

namespace Reminisce.Training.Exits;

/// <summary>What heads read of some content, computed once for a tower's stages, whatever its heads, and kept in a file.</summary>
/// <remarks>A file of other stages or of other content is computed anew; one that is damaged is refused.</remarks>
internal static class TapCache
{
    /// <summary>Reads the features, or computes and keeps them.</summary>
    /// <param name="pack">The pack.</param>
    /// <param name="tower">The tower's name.</param>
    /// <param name="content">Says which content this is, for instance a split and its number of items.</param>
    /// <param name="items">Reads the content; not called where the file is there.</param>
    /// <param name="folder">Where the file is kept.</param>
    /// <param name="threads">Threads to compute with.</param>
    /// <param name="progress">Told of the share that is done.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <returns>One matrix per exit, one row per item.</returns>
    public static IReadOnlyList<Matrix> Get(
        ModelPack pack, string tower, string content, Func<IReadOnlyList<AIContent>> items, string folder, int threads, Action<double>? progress = null, CancellationToken cancellationToken = default)
    {
        Directory.CreateDirectory(folder);
        var trunk = Trunk(pack, tower);
        var run = $"first, mean and deviation of {tower} {trunk} on {content}";
        var file = Path.Combine(folder, $"taps3-{trunk[..8]}-{content.Replace(' ', '-')}.bin");
        if (File.Exists(file) && CheckpointFile.Read(file) is { } known && known.Run == run)
        {
            return [.. known.Weights.Select(w => new Matrix(w.Value.Length / known.Mean.Length, known.Mean.Length, w.Value))];
        }

        using var taps = new TowerTaps(pack, tower, threads);
        var result = taps.Run(items(), progress, cancellationToken);

        // The width of a row is kept in place of an optimizer's state.
        var named = result.Select((m, i) => KeyValuePair.Create($"exit {taps.Description.Exits[i].Layer}", m.Data)).ToArray();
        CheckpointFile.Write(file, new Checkpoint(run, 0, named, new float[taps.Features], []));
        return result;
    }

    /// <summary>What tells a tower's states apart from those of others: the hashes of its stages and of what prepares its content.</summary>
    public static string Trunk(ModelPack pack, string tower)
    {
        var description = pack.Manifest.Towers.First(t => t.Name == tower);
        var files = description.Stages.Select(s => s.File).Append(description.Preprocessor ?? description.Tokenizer!.Vocabulary);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(' ', files.Select(f => pack.Manifest.Files[f].Sha256)))))[..32];
    }
}
