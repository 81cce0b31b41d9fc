namespace Reminisce.Encoders;

/// <summary>An activation that was checked, and the place of its exit among the tower's exits.</summary>
internal sealed record ResumeStart(int Position, Activation Activation, int Exit);
