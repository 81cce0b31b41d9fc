using System.Globalization;
using System.Text;
using Reminisce.Encoders;

namespace Reminisce.Training.Healing;

/// <summary>Writes the model card of a healed pack, in front of the card of the pack before.</summary>
internal static class HealedModelCard
{
    private const string Name = "MODEL_CARD.md";

    public static string Write(ModelPack pack, PackTower tower, HealingSettings settings, PackHealOptions options, int heldOut, IReadOnlyList<HealingWindow> windows, IReadOnlyList<double> recall)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            # {pack.Manifest.Name}, healed

            `reminisce model heal` on {pack.Manifest.Name} {pack.Manifest.Version} ({pack.Manifest.License}): low-rank adapters of rank {settings.Rank} on {settings.Targets} of the tower {tower.Name},
            windows to the layers {string.Join(", ", windows.Select(w => tower.Exits[w.Last].Layer))}, each with those before frozen; {options.Items} pictures, {settings.Epochs} epochs a window, seed {settings.Seed},
            {settings.Threads} thread(s). Heads: {options.Heads}. The adapters are merged into the stages. Fingerprint of the pack before: {pack.Fingerprint}.

            Measured on {heldOut} pictures held out, with all their captions:

            | exit after block | R@10 |
            |---|---|

            """);
        for (var i = 0; i < recall.Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {tower.Exits[i].Layer} | {recall[i]:0.000} |\n");
        }

        if (pack.Manifest.Files.ContainsKey(Name))
        {
            text.Append("\n---\n\nThe card of the pack before:\n\n").Append(Encoding.UTF8.GetString(pack.ReadFile(Name)));
        }

        return text.ToString();
    }
}
