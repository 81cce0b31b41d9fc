using System.Globalization;
using System.Text.Json.Nodes;

namespace Reminisce.Evaluation;

/// <summary>Figures of a report as a Markdown table, the targets beside them.</summary>
internal static class FigureTable
{
    public static void Write(JsonObject report, IEnumerable<(string Key, string Meaning, Target? Target)> figures, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine("| what | measured | target | met |");
        output.WriteLine("|---|---|---|---|");
        foreach (var (key, meaning, target) in figures)
        {
            if (report[key] is { } figure)
            {
                var value = figure.GetValue<double>();
                output.WriteLine($"| {meaning} | {Format(value)} | {target} | {(target is { } wanted ? Met(wanted.IsMet(value)) : string.Empty)} |");
            }
        }
    }

    public static string Met(bool isMet) => isMet ? "yes" : "no";

    public static string Format(double value) => value.ToString(value >= 1000 ? "N0" : "0.####", CultureInfo.InvariantCulture);
}
