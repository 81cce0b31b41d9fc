namespace Reminisce.Encoders;

/// <summary>The names by which a graph is run.</summary>
/// <param name="Input">Its main input.</param>
/// <param name="TakesMask">Whether it also takes the attention mask.</param>
/// <param name="Output">The output that is read.</param>
internal sealed record GraphPorts(string Input, bool TakesMask, string Output);
