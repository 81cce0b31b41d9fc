using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using Reminisce.Encoders;
using Reminisce.Training.Algebra;

namespace Reminisce.Training.Exits;

/// <summary>Runs a pack's queries in batches: texts through the whole text tower and the query heads of another tower's exits.</summary>
internal static class QueryTaps
{
    private const int BatchSize = 64;

    /// <summary>Embeds texts as queries.</summary>
    /// <param name="pack">The pack; its text tower can search the target.</param>
    /// <param name="target">The tower whose items are searched.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="threads">Threads to compute with.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <returns>One matrix per exit of the target, one row per text.</returns>
    /// <exception cref="NotSupportedException">No text tower searches the target.</exception>
    public static IReadOnlyList<Matrix> Run(ModelPack pack, string target, IReadOnlyList<string> texts, int threads, CancellationToken cancellationToken)
    {
        var description = pack.Manifest.Towers.FirstOrDefault(t => t.Modality == PackModality.Text);
        if (description is null || pack.Manifest.QueryHeads.All(h => h.Tower != description.Name || h.Target != target))
        {
            throw new NotSupportedException($"The pack '{pack.Manifest.Name}' has no query heads from text to {target}; give it words first (reminisce model pair).");
        }

        using var tower = new TowerRuntime(pack, description, new EarlyExitEncoderOptions { ThreadCount = threads }, NullLogger.Instance);
        var heads = tower.QueryHeads.Where(h => h.Exit.Tower == target).OrderBy(h => h.Exit.Layer).ToArray();
        var results = heads.Select(_ => new Matrix(texts.Count, pack.Manifest.Dimensions)).ToArray();
        AIContent[] contents = [.. texts.Select(t => new TextContent(t))];
        for (var start = 0; start < contents.Length; start += BatchSize)
        {
            int[] positions = [.. Enumerable.Range(start, Math.Min(BatchSize, contents.Length - start))];
            using var wave = tower.FrontEnd.Prepare(contents, positions, cancellationToken);
            if (wave.Failures.Count > 0)
            {
                throw wave.Failures[0].Value;
            }

            using var batch = tower.RunTo(tower.FullExit, wave, 0, positions.Length, cancellationToken);
            for (var i = 0; i < heads.Length; i++)
            {
                var rows = tower.RunHead(heads[i].Graph, batch, 0, positions.Length, cancellationToken);
                for (var row = 0; row < positions.Length; row++)
                {
                    rows.AsSpan(row * results[i].Columns, results[i].Columns).CopyTo(results[i].Row(wave.Items[row]));
                }
            }
        }

        return results;
    }
}
