using Reminisce.Training.Algebra;

namespace Reminisce.Training.Towers;

/// <summary>Weights of one transformer block.</summary>
/// <param name="PositionBias">Attention logits by place, <c>[heads, tokens, tokens]</c>.</param>
/// <param name="Match">Width x (heads x match size): queries and keys, zero for heads that go by place alone.</param>
/// <param name="Value">Width x value size, shared by the heads.</param>
/// <param name="Reduce">(Width + heads x value size) x reduced: whitening of a token with what its heads gathered.</param>
/// <param name="ReduceOffset">Offset of <paramref name="Reduce"/>.</param>
/// <param name="Dictionary">Reduced x hidden units.</param>
/// <param name="DictionaryOffset">Threshold of each unit, negative.</param>
/// <param name="Output">Hidden units x growth.</param>
/// <param name="OutputOffset">Offset of <paramref name="Output"/>.</param>
/// <param name="FirstChannel">First of the channels that this block fills.</param>
internal sealed record Block(
    float[] PositionBias,
    Matrix Match,
    Matrix Value,
    Matrix Reduce,
    float[] ReduceOffset,
    Matrix Dictionary,
    float[] DictionaryOffset,
    Matrix Output,
    float[] OutputOffset,
    int FirstChannel);
