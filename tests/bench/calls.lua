-- Recursive calls with few arguments.
local function ways(steps)
  if steps < 2 then return 1 end
  return ways(steps - 1) + ways(steps - 2)
end

print("check " .. ways(31))
