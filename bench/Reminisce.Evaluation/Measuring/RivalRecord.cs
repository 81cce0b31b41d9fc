using Microsoft.Extensions.AI;

namespace Reminisce.Evaluation;

/// <summary>A text as the rivals store it: the same words and the same vector, no memory around them.</summary>
internal sealed class RivalRecord
{
    public int Key { get; set; }

    public AIContent? Content { get; set; }

    public string Words { get; set; } = "";
}
