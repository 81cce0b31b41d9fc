using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Reminisce.Evaluation;

/// <summary>The suite that chooses how strength falls.</summary>
internal static class StrengthCommand
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    public static Command Create()
    {
        var items = new Option<int>("--items") { Description = "Memories in each log.", DefaultValueFactory = _ => 600 };
        var days = new Option<int>("--days") { Description = "Days of each log.", DefaultValueFactory = _ => 365 };
        var seeds = new Option<int>("--seeds") { Description = "Logs of each law.", DefaultValueFactory = _ => 3 };
        var json = new Option<string?>("--json") { Description = "File for the JSON result." };
        var command = new Command("strength", "Strength models replayed on logs of uses made by known laws: log loss on memories that they were not fitted on.") { items, days, seeds, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            var report = Run(result.GetValue(items), result.GetValue(days), result.GetValue(seeds), cancellationToken);
            Write(report);
            if (result.GetValue(json) is { } file)
            {
                await File.WriteAllTextAsync(file, report.ToJsonString(s_indented) + "\n", cancellationToken);
            }

            return 0;
        });
        return command;
    }

    private static JsonObject Run(int items, int days, int seeds, CancellationToken cancellationToken)
    {
        var report = new JsonObject { ["items"] = items, ["days"] = days, ["seeds"] = seeds };
        foreach (var law in Enum.GetValues<AccessLaw>())
        {
            var losses = new List<IReadOnlyDictionary<string, double>>();
            for (var seed = 1; seed <= seeds; seed++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                losses.Add(StrengthReplay.Run(AccessLog.Make(law, items, days, seed), StrengthCandidates.All));
            }

            report[law.ToString()] = new JsonObject(losses[0].Keys.Select(name => KeyValuePair.Create(name, (JsonNode?)Math.Round(losses.Average(l => l[name]), 5))));
        }

        return report;
    }

    private static void Write(JsonObject report)
    {
        var laws = Enum.GetNames<AccessLaw>();
        Console.WriteLine($"Mean log loss of \"is it used today\", {report["items"]} memories over {report["days"]} days, {report["seeds"]} logs of each law.");
        Console.WriteLine($"| model | {string.Join(" | ", laws)} |");
        Console.WriteLine($"|---|{string.Concat(laws.Select(_ => "---|"))}");
        foreach (var name in report[laws[0]]!.AsObject().Select(p => p.Key))
        {
            Console.WriteLine($"| {name} | {string.Join(" | ", laws.Select(law => report[law]![name]!.GetValue<double>().ToString("0.00000", CultureInfo.InvariantCulture)))} |");
        }
    }
}
