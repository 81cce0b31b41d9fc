namespace Reminisce.Evaluation;

/// <summary>What a figure should be at least, or at most.</summary>
internal readonly record struct Target(double Value, bool IsLeast)
{
    public static Target Least(double value) => new(value, true);

    public static Target Most(double value) => new(value, false);

    public bool IsMet(double figure) => IsLeast ? figure >= Value : figure <= Value;

    public override string ToString() => FormattableString.Invariant($"{(IsLeast ? ">=" : "<=")} {Value}");
}
