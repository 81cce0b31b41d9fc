namespace Reminisce.Encoders;

/// <summary>The rules for query heads: known towers and exits, no pair twice, no exit of a target left out.</summary>
internal static class PackQueryHeadRules
{
    public static void Check(PackManifest manifest)
    {
        var towers = manifest.Towers.ToDictionary(t => t.Name, StringComparer.Ordinal);
        var seen = new HashSet<(string Tower, string Target, int Layer)>();
        foreach (var head in manifest.QueryHeads)
        {
            PackRules.Require(head is not null, "query heads", "null");
            CheckHead(head!, towers, manifest);
            PackRules.Require(seen.Add((head!.Tower, head.Target, head.Layer)), "one query head per tower, target and layer", $"two for {Name(head.Tower, head.Target, head.Layer)}");
        }

        foreach (var tower in manifest.QueryHeads.Select(h => h.Tower).Distinct().ToList())
        {
            var targets = manifest.QueryHeads.Where(h => h.Tower == tower).Select(h => h.Target).Append(tower).Distinct();
            foreach (var (target, exit) in targets.SelectMany(target => towers[target].Exits.Select(exit => (target, exit))))
            {
                PackRules.Require(seen.Contains((tower, target, exit.Layer)), $"a query head for {Name(tower, target, exit.Layer)}", "none");
            }
        }
    }

    private static void CheckHead(PackQueryHead head, Dictionary<string, PackTower> towers, PackManifest manifest)
    {
        PackRules.Require(head.Tower is not null && towers.ContainsKey(head.Tower), "query heads of towers in the pack", $"'{PackRules.Printable(head.Tower)}'");
        PackRules.Require(head.Target is not null && towers.ContainsKey(head.Target), "query heads for towers in the pack", $"'{PackRules.Printable(head.Target)}'");
        PackRules.Require(
            towers[head.Target!].Exits.Any(e => e.Layer == head.Layer),
            $"query heads for exits of tower '{head.Target}'",
            $"layer {PackRules.Text(head.Layer)}");
        var name = Name(head.Tower!, head.Target!, head.Layer);
        PackRules.CheckListed(manifest, head.File, $"the query head for {name}");
        PackRules.Require(
            head.Calibration is { Deviation: > 0 } c && double.IsFinite(c.Mean) && double.IsFinite(c.Deviation) && double.IsFinite(c.Floor),
            $"a calibration with a deviation above 0 for {name}",
            head.Calibration is null ? "none" : PackRules.Text(head.Calibration.Deviation));
        if (head.Calibration!.Movement is { } movement)
        {
            PackRules.Require(
                movement.Spread >= 0 && double.IsFinite(movement.Slope) && double.IsFinite(movement.Intercept) && double.IsFinite(movement.Spread),
                $"a finite movement with a spread of 0 or more for {name}",
                PackRules.Text(movement.Spread));
        }
    }

    private static string Name(string tower, string target, int layer) => $"queries of '{tower}' on '{target}' at layer {PackRules.Text(layer)}";
}
