using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using Reminisce.Encoders;
using Reminisce.Training.Algebra;
using Reminisce.Training.Exits;
using Reminisce.Training.Heads;

namespace Reminisce.Training.Healing;

/// <summary>Where healing starts: the heads of a pack in the form that is trained, and the exits that its predictor chooses.</summary>
internal static class HealingStart
{
    private const int Units = 256;
    private const double HeadRidge = 0.05;

    /// <summary>Takes the heads over; a head of another kind is approximated in closed form.</summary>
    /// <param name="pack">The pack.</param>
    /// <param name="tower">The tower.</param>
    /// <param name="taps">Features of items, by exit.</param>
    /// <param name="items">The items; not called where all heads are of the form that is trained.</param>
    /// <param name="keeps">Whether the heads are to stay, which approximate ones cannot.</param>
    /// <param name="settings">Seed and threads.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    public static IReadOnlyList<ExitHead> Heads(
        ModelPack pack, PackTower tower, IReadOnlyList<Matrix> taps, Func<IReadOnlyList<AIContent>> items, bool keeps, HealingSettings settings, CancellationToken cancellationToken)
    {
        var read = tower.Exits.Select((e, i) => ExitHead.TryRead(pack.ReadFile(e.Head), taps[i])).ToArray();
        if (read.All(h => h is not null))
        {
            return read!;
        }

        if (keeps)
        {
            throw new NotSupportedException($"The heads of the pack '{pack.Manifest.Name}' are of a kind that cannot be kept while the tower is healed; refit or train them.");
        }

        using var runner = new TowerTaps(pack, tower.Name, settings.Threads);
        var embeddings = runner.Embed(items(), pack.Manifest.Dimensions, cancellationToken);
        var random = new Random(settings.Seed);
        return [.. read.Select((h, i) => h ?? ExitHead.From(Ridge.Fit(taps[i], embeddings[i], HeadRidge), taps[i], Units, random))];
    }

    /// <summary>What each item's full depth says of it, in the space of every exit's queries.</summary>
    /// <remarks>
    /// At full depth that is the item's embedding. The spaces of shallower exits are their own: there it is what the features of the full
    /// depth tell, by ridge regression, of the queries that look for the item.
    /// </remarks>
    /// <param name="heads">Heads, by exit.</param>
    /// <param name="taps">Features of items, by exit.</param>
    /// <param name="asked">Queries for the items.</param>
    public static IReadOnlyList<Matrix> Fine(IReadOnlyList<ExitHead> heads, IReadOnlyList<Matrix> taps, RiskPredictor.Asked asked) =>
        [.. AskedHeads.Means(asked).SkipLast(1).Select(means => AskedHeads.Fit(taps[^1], means).Embed(taps[^1])), heads[^1].Embed(taps[^1])];

    /// <summary>Share of items that the pack's predictor stops at each exit; all at full depth where there is none.</summary>
    /// <param name="pack">The pack.</param>
    /// <param name="tower">The tower.</param>
    /// <param name="embeddings">Gives the embeddings of items at an exit.</param>
    public static IReadOnlyList<double> PredictedExits(ModelPack pack, PackTower tower, Func<int, Matrix> embeddings)
    {
        var shares = new double[tower.Exits.Count];
        if (tower.Predictor is not { } predictor)
        {
            shares[^1] = 1;
            return shares;
        }

        var superficial = tower.Exits.ToList().FindIndex(e => e.Layer == tower.SuperficialLayer);
        var read = embeddings(superficial);
        using var runtime = new TowerRuntime(pack, tower, new EarlyExitEncoderOptions { ThreadCount = 1 }, NullLogger.Instance);
        foreach (var exit in runtime.Predict(read.Data, read.Rows, CancellationToken.None))
        {
            shares[exit] += 1.0 / read.Rows;
        }

        return shares;
    }
}
