namespace Reminisce.Evaluation;

/// <summary>One way of answering a query, and the microseconds that its answers took.</summary>
internal sealed class Contestant(string name, Func<int, ValueTask> answer)
{
    private readonly List<double> _microseconds = [];

    public string Name => name;

    public IReadOnlyCollection<double> Microseconds => _microseconds;

    public double P50 => Samples.Median(_microseconds);

    /// <summary>The least of all times: what other work on the machine disturbed least.</summary>
    public double Fastest => _microseconds.Min();

    public double P99 => Samples.Rank(_microseconds, 0.99);

    public ValueTask AnswerAsync(int query) => answer(query);

    public void Add(double microseconds) => _microseconds.Add(microseconds);
}
