using System.Globalization;
using System.Text;
using Reminisce.Encoders;

namespace Reminisce.Training.Healing;

/// <summary>Writes the model card of a healed pack, in front of the card of the pack before.</summary>
internal static class HealedModelCard
{
    private const string Name = "MODEL_CARD.md";

    /// <summary>Writes the card.</summary>
    /// <param name="pack">The pack before.</param>
    /// <param name="tower">Its tower that was healed.</param>
    /// <param name="settings">How.</param>
    /// <param name="items">On how many items.</param>
    /// <param name="heads">What became of the heads.</param>
    /// <param name="windows">The windows.</param>
    /// <param name="measuredOn">What was measured on.</param>
    /// <param name="figure">Name of the figure.</param>
    /// <param name="figures">The figure, exit by exit.</param>
    public static string Write(
        ModelPack pack, PackTower tower, HealingSettings settings, int items, HealedHeads heads, IReadOnlyList<HealingWindow> windows, string measuredOn, string figure, IReadOnlyList<double> figures)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            # {pack.Manifest.Name}, healed

            `reminisce model heal` on {pack.Manifest.Name} {pack.Manifest.Version} ({pack.Manifest.License}): low-rank adapters of rank {settings.Rank} on {settings.Targets} of the tower {tower.Name},
            windows to the layers {string.Join(", ", windows.Select(w => tower.Exits[w.Last].Layer))}, each with those before frozen; {items} {(tower.Modality == PackModality.Audio ? "sounds" : "pictures")}, {settings.Epochs} epochs a window, seed {settings.Seed},
            {settings.Threads} thread(s). Heads: {heads}. The adapters are merged into the stages. Fingerprint of the pack before: {pack.Fingerprint}.

            Measured on {measuredOn}:

            | exit after block | {figure} |
            |---|---|

            """);
        for (var i = 0; i < figures.Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {tower.Exits[i].Layer} | {figures[i]:0.000} |\n");
        }

        if (pack.Manifest.Files.ContainsKey(Name))
        {
            text.Append("\n---\n\nThe card of the pack before:\n\n").Append(Encoding.UTF8.GetString(pack.ReadFile(Name)));
        }

        return text.ToString();
    }
}
