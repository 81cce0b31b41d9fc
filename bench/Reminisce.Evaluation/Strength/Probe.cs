namespace Reminisce.Evaluation;

/// <summary>A question to a strength model: will this memory be used today?</summary>
/// <param name="FormedAt">When it was formed, in days.</param>
/// <param name="Uses">Its uses before, in order.</param>
/// <param name="Day">Today.</param>
/// <param name="IsUsed">Whether it is used today.</param>
/// <param name="Truth">The probability by which that was drawn.</param>
internal readonly record struct Probe(double FormedAt, ReadOnlyMemory<double> Uses, double Day, bool IsUsed, double Truth)
{
    /// <summary>Gets the days since it was last used, or formed.</summary>
    public double SinceLast => Day - (Uses.IsEmpty ? FormedAt : Uses.Span[^1]);

    /// <summary>Asks the questions of a log.</summary>
    public static IReadOnlyList<Probe> Of(IEnumerable<AccessItem> items)
    {
        var probes = new List<Probe>();
        foreach (var item in items)
        {
            var uses = item.Uses.ToArray();
            foreach (var (day, truth) in item.Probes)
            {
                var before = Array.FindIndex(uses, u => u >= day);
                before = before < 0 ? uses.Length : before;
                probes.Add(new Probe(item.FormedAt, uses.AsMemory(0, before), day, before < uses.Length && uses[before] == day, truth));
            }
        }

        return probes;
    }
}
